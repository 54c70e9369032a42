snapback_test(tst_profilestore LABEL unit LINKS snapback_credentials)
snapback_test(tst_startchoice LABEL unit LINKS snapback_credentials)
snapback_test(tst_deeplink LABEL unit LINKS snapback_credentials)
snapback_test(tst_journal LABEL unit LINKS snapback_credentials)

# By itself it runs only what needs no keychain; the other functions run in groups, each in a
# session made for it (SESSION as in support/keychain-session.sh; a missing program skips the group
# by status 77).
snapback_test(tst_keychain LABEL unit
    SOURCES support/fakesecretservice.cpp support/busobject.h support/fakeprompter.h
    LINKS snapback_credentials)
function(snapback_keychain_test name)
    cmake_parse_arguments(ARG "" "SESSION" "ENVIRONMENT;FUNCTIONS" ${ARGN})
    add_test(NAME tst_keychain_${name}
        COMMAND ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/support/keychain-session.sh ${ARG_SESSION}
            env ${ARG_ENVIRONMENT} $<TARGET_FILE:tst_keychain> ${ARG_FUNCTIONS})
    set_tests_properties(tst_keychain_${name} PROPERTIES LABELS unit TIMEOUT 30
        SKIP_RETURN_CODE 77 ENVIRONMENT "LC_ALL=C.UTF-8;TZ=UTC")
endfunction()

snapback_keychain_test(unlocked SESSION unlocked FUNCTIONS
    roundTrip overwrite entriesStandApart answersLaterOrNever namesTheKeyring)
snapback_keychain_test(locked SESSION unlocked FUNCTIONS
    lockedAndIgnored lockedAndCancelled lockedWithoutAWindow)
snapback_keychain_test(restarted SESSION unlocked FUNCTIONS lockedByARestart)
snapback_keychain_test(plasma SESSION unlocked FUNCTIONS roundTrip
    ENVIRONMENT XDG_CURRENT_DESKTOP=KDE KDE_SESSION_VERSION=5)
snapback_keychain_test(without_glib SESSION unlocked FUNCTIONS withoutGlib
    ENVIRONMENT QT_NO_GLIB=1)
snapback_keychain_test(empty SESSION empty FUNCTIONS noKeyringYet)
snapback_keychain_test(no_libsecret SESSION no-libsecret FUNCTIONS missing)
snapback_keychain_test(no_bus SESSION no-bus FUNCTIONS missing busAppears)
snapback_keychain_test(no_service SESSION no-service FUNCTIONS missing serviceAppears)
snapback_keychain_test(other_services SESSION no-service FUNCTIONS
    deleteThatDidNotDelete lockedIsNotFoundByKeePassXC unlocksWhenAsked saysUnlockedAndIsNot
    silentService hangingJobHoldsNobodyUp refusal)
