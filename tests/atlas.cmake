foreach(unit kinds kinds_states errors endpoints restoreplan resources documented)
    snapback_test(tst_${unit} LABEL unit LINKS snapback_atlas)
endforeach()
