snapback_test(tst_retrypolicy LABEL unit LINKS snapback_http)
snapback_test(tst_authenticator LABEL unit LINKS snapback_http)

foreach(test tst_authenticator_digest tst_authenticator_token tst_client tst_client_reads tst_client_tls
        tst_sendonce)
    snapback_test(${test} LABEL sandbox SOURCES support/testserver.h support/testserver.cpp
        LINKS snapback_http)
endforeach()
