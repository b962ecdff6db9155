# The style sheet goes into the program; the catalogues are read at run time, beside the dataset.
set(css ${CMAKE_CURRENT_BINARY_DIR}/report_css.c)
add_custom_command(OUTPUT ${css}
  COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_SOURCE_DIR}/reports/assets/report.css -DTO=${css}
          -DNAME=am_asset_report_css -P ${CMAKE_SOURCE_DIR}/reports/assets/embed.cmake
  DEPENDS ${CMAKE_SOURCE_DIR}/reports/assets/report.css ${CMAKE_SOURCE_DIR}/reports/assets/embed.cmake
  COMMENT "Embedding report.css" VERBATIM)
target_sources(amarra_reports PRIVATE ${css})

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
