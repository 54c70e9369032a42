snapback_test(tst_session LABEL sandbox LINKS snapback_session snapback_sandbox)
snapback_test(tst_launcher LABEL sandbox LINKS snapback_session snapback_sandbox)
snapback_test(tst_recordings LABEL sandbox SOURCES support/testserver.cpp
    LINKS snapback_session snapback_tables Qt6::Network)
snapback_test(tst_ratebudget LABEL unit LINKS snapback_session)
snapback_test(tst_alljobs LABEL sandbox LINKS snapback_session snapback_tables snapback_sandbox)
snapback_test(tst_watchlist LABEL sandbox LINKS snapback_session snapback_sandbox)
