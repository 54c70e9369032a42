snapback_test(tst_format LABEL unit LINKS snapback_base)
snapback_test(tst_house LABEL unit LINKS snapback_base)
