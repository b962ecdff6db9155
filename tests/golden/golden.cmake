# Golden captures: golden/FOLDER/WHAT.frames is made into a capture, and what amarra tells of it has to be
# golden/FOLDER/WHAT.expected. See README.md beside this.
file(GLOB golden_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tools/golden/*.c)
add_executable(golden ${golden_sources})
target_include_directories(golden PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/scanner)
target_link_libraries(golden PRIVATE amarra_base amarra_warnings)
set(golden_environment "AMARRA=$<TARGET_FILE:amarra>;GOLDEN=$<TARGET_FILE:golden>;TZ=UTC;LC_ALL=C.UTF-8")
file(GLOB cases CONFIGURE_DEPENDS golden/*/*.frames)
foreach(case IN LISTS cases)
  get_filename_component(what ${case} NAME_WE)
  get_filename_component(folder ${case} DIRECTORY)
  get_filename_component(folder ${folder} NAME)
  add_test(NAME golden.${folder}.${what} COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/golden/run.sh ${case}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(golden.${folder}.${what} PROPERTIES SKIP_RETURN_CODE 77 ENVIRONMENT "${golden_environment}")
endforeach()
