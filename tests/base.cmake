snapback_test(tst_format LABEL unit LINKS snapback_base)
