if(TARGET snapback_ui)
    snapback_test(tst_wizard LABEL ui LINKS snapback_ui)
    snapback_test(tst_wizard_outcomes LABEL ui LINKS snapback_ui)
endif()
