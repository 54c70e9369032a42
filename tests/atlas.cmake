foreach(unit kinds kinds_states errors endpoints restoreplan resources documented)
    snapback_test(tst_${unit} LABEL unit LINKS snapback_atlas)
endforeach()
snapback_test(tst_checks LABEL unit
    SOURCES support/planworld.h tst_checks_source.cpp tst_checks_target.cpp tst_checks_fit.cpp
            tst_checks_content.cpp
    LINKS snapback_atlas)
snapback_test(tst_operations LABEL sandbox
    SOURCES operationcases.cpp support/operationcases.h support/testserver.cpp support/testserver.h
    LINKS snapback_atlas snapback_http snapback_sandbox)
snapback_test(tst_dryrun LABEL unit SOURCES support/planworld.h support/shell.h
    LINKS snapback_atlas)
snapback_test(tst_dryrun_curl LABEL sandbox
    SOURCES sandboxclient.h support/planworld.h support/shell.h
    LINKS snapback_atlas snapback_sandbox)
