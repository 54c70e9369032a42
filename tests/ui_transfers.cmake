snapback_test(tst_transfers_ui LABEL ui
    SOURCES support/atlasreplies.h support/fakecredentialstore.h support/transferwindow.h
    LINKS snapback_ui)

snapback_test(tst_shards_ui LABEL ui
    SOURCES support/atlasreplies.h support/fakecredentialstore.h support/transferwindow.h
    LINKS snapback_ui)

snapback_test(tst_tablestyle LABEL ui SOURCES support/transferscenes.h LINKS snapback_ui)

# No test: draws the states of transfers into files.
add_executable(snapback-transferscreens transferscreens.cpp
    support/fakecredentialstore.h support/transferscenes.h support/transferwindow.h)
target_link_libraries(snapback-transferscreens PRIVATE snapback_ui Qt6::Test)
target_compile_options(snapback-transferscreens PRIVATE -UQT_NO_CAST_FROM_ASCII
    -UQT_NO_CAST_TO_ASCII -UQT_NO_CAST_FROM_BYTEARRAY)
target_include_directories(snapback-transferscreens PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
