target_sources(snapback_ui PRIVATE
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/deliveryroads.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/deliveryroads.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/jobreads.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/jobreads.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/limitsdialog.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/limitsdialog.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdesk.h
    ${CMAKE_CURRENT_SOURCE_DIR}/transfers/transferdesk.cpp)
target_link_libraries(snapback_ui PUBLIC snapback_transfer)
