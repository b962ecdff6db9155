# The generator of office days, and the day that ./dev demo shows. Included from the top, tests or no tests.
# Its office lives three hours west of UTC and has scenes; the script that tells of them lies beside it.
include_guard(GLOBAL)
file(GLOB office_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/tools/office/*.c)
add_executable(office ${office_sources})
target_include_directories(office PRIVATE ${CMAKE_SOURCE_DIR}/tests/tools/office)
target_link_libraries(office PRIVATE amarra_base amarra_warnings)
set_target_properties(office PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)

add_custom_command(OUTPUT ${AMARRA_DATA}/office.pcap
  COMMAND ${CMAKE_COMMAND} -E make_directory ${AMARRA_DATA}
  COMMAND office --seed 1 --scenes -o ${AMARRA_DATA}/office.pcap --truth ${CMAKE_BINARY_DIR}/tests/office.tsv
  BYPRODUCTS ${CMAKE_BINARY_DIR}/tests/office.tsv
  DEPENDS office
  COMMENT "Making the office day of the demo" VERBATIM)
configure_file(${CMAKE_SOURCE_DIR}/reports/live/office.json ${AMARRA_DATA}/office.json COPYONLY)
add_custom_target(office_day ALL DEPENDS ${AMARRA_DATA}/office.pcap)
