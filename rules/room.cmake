# What the rules read at run time, filled at build time: AMARRA_DATA/amarra.rules and AMARRA_DATA/amarra.mmdb.

# For maintainers (dataset/import).
add_executable(import_networks rules/tools/import_networks.c)
target_include_directories(import_networks PRIVATE ${CMAKE_SOURCE_DIR}/rules)
target_link_libraries(import_networks PRIVATE amarra_rules amarra_warnings)

# Compiled by the program itself: again where the dataset or what reads it changes, not whenever the program does.
file(GLOB_RECURSE dataset CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/dataset/*.json ${CMAKE_SOURCE_DIR}/dataset/VERSION
     ${CMAKE_SOURCE_DIR}/dataset/public_suffix_list.dat ${CMAKE_SOURCE_DIR}/dataset/networks/*.zst)
list(FILTER dataset EXCLUDE REGEX "/dataset/(schema|import)/")
file(GLOB_RECURSE reads CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/text/* ${CMAKE_SOURCE_DIR}/rules/compiled/*
     ${CMAKE_SOURCE_DIR}/rules/mmdb/* ${CMAKE_SOURCE_DIR}/rules/dataset/build.c ${CMAKE_SOURCE_DIR}/rules/*.h)
add_custom_command(OUTPUT ${AMARRA_DATA}/amarra.rules ${AMARRA_DATA}/amarra.mmdb
  COMMAND ${CMAKE_COMMAND} -E make_directory ${AMARRA_DATA}
  COMMAND amarra dataset build ${CMAKE_SOURCE_DIR}/dataset -o ${AMARRA_DATA}
  DEPENDS ${dataset} ${reads}
  COMMENT "Compiling the dataset" VERBATIM)
add_custom_target(amarra_data ALL DEPENDS ${AMARRA_DATA}/amarra.rules ${AMARRA_DATA}/amarra.mmdb)
