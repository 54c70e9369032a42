snapback_test(tst_recordmodel LABEL unit LINKS snapback_tables)
snapback_test(tst_filter LABEL unit LINKS snapback_tables)
snapback_test(tst_columns LABEL unit LINKS snapback_tables)
snapback_test(tst_rowexport LABEL unit LINKS snapback_tables)
