snapback_test(tst_world LABEL unit LINKS snapback_sandbox)
snapback_test(tst_httpserver LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxlogin LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxapi LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxrestore LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxlegacy LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxdownloads LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxarchives LABEL sandbox SOURCES archivesandbox.h sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxarchivefaults LABEL sandbox SOURCES archivesandbox.h sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxlimits LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxcloud LABEL sandbox SOURCES cloudsandbox.h sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxsnapshots LABEL sandbox SOURCES cloudsandbox.h sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxevents LABEL sandbox SOURCES cloudsandbox.h sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxcollections LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
snapback_test(tst_sandboxprogram LABEL sandbox SOURCES sandboxclient.h LINKS snapback_sandbox)
add_dependencies(tst_sandboxprogram snapback-sandbox)

# curl is a client that knows nothing of us: both its logins must get the same jobs.
add_test(NAME sandbox_curl
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/sandbox_curl.sh $<TARGET_FILE:snapback-sandbox>)
# Every reply against the published schemas; needs ../shared, node and the npm registry.
add_test(NAME sandbox_openapi
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/openapi/run.sh $<TARGET_FILE:snapback-sandbox>
            ${PROJECT_SOURCE_DIR}/../shared/atlas-api/openapi.json)
set_tests_properties(sandbox_curl sandbox_openapi PROPERTIES LABELS sandbox TIMEOUT 300 SKIP_RETURN_CODE 77)
