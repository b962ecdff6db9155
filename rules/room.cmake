# What the rules read at run time, filled at build time: AMARRA_DATA/dataset and AMARRA_DATA/amarra.mmdb.

# Build-time programs: make_mmdb for every build, import_networks for maintainers (dataset/import).
foreach(tool IN ITEMS make_mmdb import_networks)
  add_executable(${tool} rules/tools/${tool}.c)
  target_include_directories(${tool} PRIVATE ${CMAKE_SOURCE_DIR}/rules)
  target_link_libraries(${tool} PRIVATE amarra_rules amarra_warnings)
endforeach()

set(networks ${CMAKE_SOURCE_DIR}/dataset/networks/networks.tsv.zst)
add_custom_command(OUTPUT ${AMARRA_DATA}/amarra.mmdb
  COMMAND ${CMAKE_COMMAND} -E make_directory ${AMARRA_DATA}
  COMMAND make_mmdb ${networks} ${AMARRA_DATA}/amarra.mmdb
  DEPENDS make_mmdb ${networks}
  COMMENT "Making amarra.mmdb" VERBATIM)

# The dataset is copied whole, so that a file that was removed is removed there too.
file(GLOB_RECURSE dataset CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/dataset/*.json ${CMAKE_SOURCE_DIR}/dataset/*.md
     ${CMAKE_SOURCE_DIR}/dataset/VERSION ${CMAKE_SOURCE_DIR}/dataset/public_suffix_list*)
set(copied ${CMAKE_BINARY_DIR}/dataset.stamp)
add_custom_command(OUTPUT ${copied}
  COMMAND ${CMAKE_COMMAND} -DFROM=${CMAKE_SOURCE_DIR}/dataset -DTO=${AMARRA_DATA}/dataset
          -P ${CMAKE_SOURCE_DIR}/rules/tools/copy_dataset.cmake
  COMMAND ${CMAKE_COMMAND} -E touch ${copied}
  DEPENDS ${dataset} ${CMAKE_SOURCE_DIR}/rules/tools/copy_dataset.cmake
  COMMENT "Copying the dataset" VERBATIM)

add_custom_target(amarra_data ALL DEPENDS ${AMARRA_DATA}/amarra.mmdb ${copied})
