target_sources(snapback_ui PRIVATE
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/deliveryroads.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/deliveryroads.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/jobreads.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/jobreads.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/limitsdialog.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/limitsdialog.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/nextsteps.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/nextsteps.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/startdownload.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/startdownload.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transfercolumns.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transfercolumns.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdelegates.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdelegates.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdesk.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdesk.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdetails.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdetails.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferspage.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferspage.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/verifydialog.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/verifydialog.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/windowtransfers.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/windowtransfers.cpp)
target_link_libraries(snapback_ui PUBLIC snapback_transfer)
