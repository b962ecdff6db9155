# Copies what is read at run time from FROM to TO; TO is made anew.
file(GLOB_RECURSE files RELATIVE ${FROM} ${FROM}/VERSION ${FROM}/*.json ${FROM}/*.md
     ${FROM}/public_suffix_list*)
list(FILTER files EXCLUDE REGEX "^(import|networks|schema)/")
file(REMOVE_RECURSE ${TO})
file(MAKE_DIRECTORY ${TO})
foreach(file IN LISTS files)
  get_filename_component(folder ${file} DIRECTORY)
  file(COPY ${FROM}/${file} DESTINATION ${TO}/${folder})
endforeach()
