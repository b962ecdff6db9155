/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files of assets/ as text in the program, written at build time (room.cmake). */
#ifndef AM_REPORTS_ASSETS_H
#define AM_REPORTS_ASSETS_H

extern const char am_asset_report_css[];
extern const char am_asset_charts_css[];
extern const char am_asset_markers_css[];
extern const char am_asset_site_css[];
extern const char am_asset_report_js[];
extern const char am_asset_sheet_css[];
extern const char am_asset_web_css[];
extern const char am_asset_web_js[];
extern const char am_asset_icon_svg[];
extern const char am_asset_world_txt[];
extern const char am_asset_campaign_json[];
extern const char am_asset_database_sql[];
extern const char am_asset_database_markers_sql[];

#endif
