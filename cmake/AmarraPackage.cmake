# What goes where when amarra is installed, and the Debian package that cpack makes of it (./dev package).
set(AMARRA_PACKAGE ${CMAKE_SOURCE_DIR}/package)
set(AMARRA_MADE ${CMAKE_BINARY_DIR}/made)

# Manual pages: docs/NAME.SECTION.scd
find_program(SCDOC scdoc)
if(SCDOC)
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.scd)
  foreach(page IN LISTS pages)
    cmake_path(GET page STEM LAST_ONLY name)
    string(REGEX MATCH "[0-9]$" section ${name})
    set(manual ${CMAKE_BINARY_DIR}/${name})
    add_custom_command(OUTPUT ${manual} ${manual}.gz
      COMMAND ${SCDOC} < ${page} > ${manual}
      COMMAND gzip -9nkf ${manual}
      DEPENDS ${page} VERBATIM)
    list(APPEND manuals ${manual}.gz)
    install(FILES ${manual}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  endforeach()
  add_custom_target(manual ALL DEPENDS ${manuals})
endif()

install(TARGETS amarra)
install(DIRECTORY ${AMARRA_DATA}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/amarra)

# The dataset's text goes with it, so that people can review it: twelve thousand small files, and therefore as one.
file(STRINGS ${CMAKE_SOURCE_DIR}/dataset/VERSION day)
string(REPLACE "." "-" day ${day})
install(CODE "
  execute_process(WORKING_DIRECTORY \"${CMAKE_SOURCE_DIR}\" COMMAND_ERROR_IS_FATAL ANY
    COMMAND tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go=rX,u=rwX --mtime=${day}
      --exclude=dataset/import -I \"gzip -9n\" -cf \"${CMAKE_BINARY_DIR}/dataset.tar.gz\" dataset)")
install(FILES ${CMAKE_BINARY_DIR}/dataset.tar.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/amarra)

# Completion, and the service. systemd reads lib/systemd and lib/sysusers.d below /usr and /usr/local alike.
foreach(shell IN ITEMS bash-completion/completions/amarra zsh/vendor-completions/_amarra fish/vendor_completions.d/amarra.fish)
  cmake_path(GET shell PARENT_PATH folder)
  cmake_path(GET shell FILENAME name)
  string(REGEX MATCH "^[a-z]+" from ${shell})
  install(FILES ${AMARRA_PACKAGE}/completion/amarra.${from} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${name})
endforeach()
foreach(file IN ITEMS amarra@.service amarra-report@.service report-days)
  configure_file(${AMARRA_PACKAGE}/systemd/${file}.in ${AMARRA_MADE}/${file} @ONLY)
endforeach()
install(FILES ${AMARRA_MADE}/amarra@.service ${AMARRA_MADE}/amarra-report@.service
        ${AMARRA_PACKAGE}/systemd/amarra-report@.timer DESTINATION lib/systemd/system)
install(FILES ${AMARRA_PACKAGE}/systemd/sysusers.conf DESTINATION lib/sysusers.d RENAME amarra.conf)
install(PROGRAMS ${AMARRA_MADE}/report-days DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/amarra)

# What the manual names as docs/..., and what those lead to; not the notes of those who develop it. Schemas are for
# programs, and lie with the data; beside the documents that speak of them is a link.
file(GLOB documents CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.md)
list(FILTER documents EXCLUDE REGEX "/(decisions|doubts|measurements)\\.md$")
install(FILES ${documents} DESTINATION ${CMAKE_INSTALL_DOCDIR})
file(GLOB schemas CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.schema.json)
install(FILES ${schemas} DESTINATION ${CMAKE_INSTALL_DATADIR}/amarra)
foreach(schema IN LISTS schemas)
  cmake_path(GET schema FILENAME name)
  file(RELATIVE_PATH to /${CMAKE_INSTALL_DOCDIR} /${CMAKE_INSTALL_DATADIR}/amarra/${name})
  install(CODE "file(CREATE_LINK \"${to}\" \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DOCDIR}/${name}\" SYMBOLIC)")
endforeach()

# Examples, the workshop, and what Debian asks of the documentation of a package.
install(DIRECTORY ${AMARRA_PACKAGE}/examples docs/workshop DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_SOURCE_DIR}/docs/declared.example.json DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES ${AMARRA_PACKAGE}/debian/README.Debian ${CMAKE_SOURCE_DIR}/dataset/ATTRIBUTION.md ${CMAKE_SOURCE_DIR}/dataset/LICENSES.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

# As DEP 5 wants a licence's text: indented, and a dot for a blank line.
function(amarra_licence file out)
  file(READ ${file} text)
  string(STRIP "${text}" text)
  string(REGEX REPLACE "\n[ \t]*\n" "\n.\n" text "${text}")
  string(REGEX REPLACE "\n\n" "\n.\n" text "${text}") # two blank lines
  string(REPLACE "\n" "\n " text "${text}")
  set(${out} " ${text}" PARENT_SCOPE)
endfunction()
amarra_licence(${CMAKE_SOURCE_DIR}/LICENSE AGPL)
amarra_licence(${AMARRA_PACKAGE}/debian/licences/CC-BY-SA-4.0 CC_BY_SA)
amarra_licence(${AMARRA_PACKAGE}/debian/licences/CC-BY-4.0 CC_BY)
configure_file(${AMARRA_PACKAGE}/debian/copyright.in ${AMARRA_MADE}/copyright @ONLY)

# The maintainer is who makes the package, by Debian's own variables; .invalid is no one's address.
set(AMARRA_MAINTAINER "amarra contributors <contributors@amarra.invalid>")
if(DEFINED ENV{DEBEMAIL})
  set(AMARRA_MAINTAINER "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
endif()
string(TIMESTAMP AMARRA_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH, where it is set
configure_file(${AMARRA_PACKAGE}/debian/changelog.in ${AMARRA_MADE}/changelog @ONLY)
configure_file(${CMAKE_SOURCE_DIR}/CHANGELOG.md ${AMARRA_MADE}/CHANGELOG.md COPYONLY)
execute_process(COMMAND gzip -9nkf ${AMARRA_MADE}/changelog ${AMARRA_MADE}/CHANGELOG.md COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${AMARRA_MADE}/copyright ${AMARRA_MADE}/changelog.gz ${AMARRA_MADE}/CHANGELOG.md.gz
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_PACKAGE_NAME amarra)
set(CPACK_PACKAGE_CONTACT ${AMARRA_MAINTAINER})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS TRUE)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS fonts-dejavu-core) # letters of pictures and sheets
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fonts-noto-core, fonts-noto-cjk") # of a campaign's kit, in any script; large
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${AMARRA_PACKAGE}/debian/postinst ${AMARRA_PACKAGE}/debian/prerm ${AMARRA_PACKAGE}/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit which corporations and states an organization depends on")
file(READ ${AMARRA_PACKAGE}/debian/description CPACK_DEBIAN_PACKAGE_DESCRIPTION)
include(CPack)
