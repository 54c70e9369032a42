snapback_test(tst_application LABEL ui
    SOURCES support/fakecredentialstore.h support/applicationworld.h
    LINKS snapback_ui)
snapback_test(tst_profiles_ui LABEL ui
    SOURCES support/fakecredentialstore.h support/applicationworld.h
    LINKS snapback_ui)
