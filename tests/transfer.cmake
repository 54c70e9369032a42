snapback_test(tst_replyhead LABEL unit LINKS snapback_transfer)
snapback_test(tst_partfile LABEL unit SOURCES support/archives.h LINKS snapback_transfer)
snapback_test(tst_verifier LABEL unit SOURCES support/archives.h LINKS snapback_transfer)

set(downloads support/archives.h support/downloads.h support/fileserver.h support/fileserver.cpp
    support/testserver.h support/testserver.cpp)
foreach(test tst_download tst_transferqueue tst_transfernginx)
    snapback_test(${test} LABEL sandbox SOURCES ${downloads} LINKS snapback_transfer)
endforeach()

add_executable(transfer_child transfer_child.cpp ${downloads})
target_link_libraries(transfer_child PRIVATE snapback_transfer Qt6::Test)
target_include_directories(transfer_child PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_options(transfer_child PRIVATE -UQT_NO_CAST_FROM_ASCII -UQT_NO_CAST_TO_ASCII
    -UQT_NO_CAST_FROM_BYTEARRAY -UQT_NO_URL_CAST_FROM_STRING)
snapback_test(tst_transfertorture LABEL sandbox SOURCES tortureworld.h sandboxclient.h ${downloads}
    LINKS snapback_transfer snapback_sandbox)
add_dependencies(tst_transfertorture transfer_child)

# The portal's part needs a bus of its own.
snapback_test(tst_sleepinhibitor LABEL unit SOURCES support/busobject.h LINKS snapback_transfer)
add_test(NAME tst_sleepinhibitor_portal
    COMMAND ${CMAKE_CURRENT_LIST_DIR}/support/keychain-session.sh no-service
        $<TARGET_FILE:tst_sleepinhibitor>)
set_tests_properties(tst_sleepinhibitor_portal PROPERTIES LABELS unit TIMEOUT 30
    SKIP_RETURN_CODE 77 ENVIRONMENT "LC_ALL=C.UTF-8;TZ=UTC")
