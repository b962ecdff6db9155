# Style sheet, script and map go into the program; the catalogues are read at run time, beside the dataset.
foreach(asset IN ITEMS report.css charts.css markers.css site.css report.js web.css web.js icon.svg world.txt campaign.json database.sql database_markers.sql)
  string(REPLACE "." "_" symbol ${asset})
  set(code ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  set(from ${CMAKE_SOURCE_DIR}/reports/assets/${asset})
  add_custom_command(OUTPUT ${code}
    COMMAND ${CMAKE_COMMAND} -DFROM=${from} -DTO=${code} -DNAME=am_asset_${symbol}
            -P ${CMAKE_SOURCE_DIR}/reports/assets/embed.cmake
    DEPENDS ${from} ${CMAKE_SOURCE_DIR}/reports/assets/embed.cmake
    COMMENT "Embedding ${asset}" VERBATIM)
  target_sources(amarra_reports PRIVATE ${code})
endforeach()
target_link_libraries(amarra_reports PUBLIC m)

# Charts as PNG and PDF (charts/render.c).
pkg_check_modules(RENDER REQUIRED IMPORTED_TARGET librsvg-2.0 cairo cairo-pdf cairo-png)
target_link_libraries(amarra_reports PUBLIC PkgConfig::RENDER)

# The terminal (live/terminal.c).
pkg_check_modules(TERMINAL REQUIRED IMPORTED_TARGET ncursesw)
target_link_libraries(amarra_reports PRIVATE PkgConfig::TERMINAL)
# The live page (web/server.c).
pkg_check_modules(SERVE REQUIRED IMPORTED_TARGET libmicrohttpd)
target_link_libraries(amarra_reports PUBLIC PkgConfig::SERVE)

# Campaigns that are kept in PostgreSQL (campaign/store/postgres.c).
pkg_check_modules(KEEP REQUIRED IMPORTED_TARGET libpq)
target_link_libraries(amarra_reports PUBLIC PkgConfig::KEEP)

find_program(MSGFMT msgfmt REQUIRED) # gettext
set(catalogues)
foreach(language IN ITEMS es pt fr de)
  set(folder ${AMARRA_DATA}/locale/${language}/LC_MESSAGES)
  set(po ${CMAKE_SOURCE_DIR}/reports/po/${language}.po)
  add_custom_command(OUTPUT ${folder}/amarra.mo
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${MSGFMT} --check --output-file=${folder}/amarra.mo ${po}
    DEPENDS ${po} COMMENT "Compiling ${language}.po" VERBATIM)
  list(APPEND catalogues ${folder}/amarra.mo)
endforeach()
add_custom_target(amarra_locale ALL DEPENDS ${catalogues})
add_dependencies(amarra_reports amarra_locale)

# The notice and the agreement that amarra notice prints: docs/notice, read at run time too.
set(texts)
file(GLOB notices CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/notice/*.md)
foreach(from IN LISTS notices)
  get_filename_component(name ${from} NAME)
  add_custom_command(OUTPUT ${AMARRA_DATA}/texts/${name}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${AMARRA_DATA}/texts
    COMMAND ${CMAKE_COMMAND} -E copy ${from} ${AMARRA_DATA}/texts/${name}
    DEPENDS ${from} COMMENT "Copying ${name}" VERBATIM)
  list(APPEND texts ${AMARRA_DATA}/texts/${name})
endforeach()
add_custom_target(amarra_texts ALL DEPENDS ${texts})
add_dependencies(amarra_reports amarra_texts)
