snapback_test(tst_jobdetails LABEL ui LINKS snapback_ui)
snapback_test(tst_mainwindow LABEL ui LINKS snapback_ui)
snapback_test(tst_marks LABEL ui
    SOURCES support/fakecredentialstore.h support/applicationworld.h
    LINKS snapback_ui)
snapback_test(tst_snapshots LABEL ui LINKS snapback_ui)
snapback_test(tst_timeline LABEL ui LINKS snapback_ui)

# No test: draws the window on the sandbox into a file.
add_executable(snapback-screenshot screenshot.cpp)
target_link_libraries(snapback-screenshot PRIVATE snapback_ui Qt6::Test)
target_compile_options(snapback-screenshot PRIVATE -UQT_NO_CAST_FROM_ASCII)
snapback_test(tst_jobview LABEL ui
    SOURCES support/fakecredentialstore.h support/openwindow.h LINKS snapback_ui)
snapback_test(tst_notifications LABEL ui SOURCES support/desktopservice.h LINKS snapback_ui)
snapback_test(tst_background LABEL ui
    SOURCES support/desktopservice.h support/fakecredentialstore.h support/transferwindow.h
    LINKS snapback_ui)
add_dependencies(tst_background snapback)
