// From HTTP status and Atlas's error code to Error, and from Error to the words a person reads. One
// data table.
#pragma once

#include "base/error.h"
#include "http/request.h"

/// Reads an Atlas error body, an OAuth one ({error, error_description}) or anything else; never
/// fails. `X-Error-Code` is not needed: the body has the code.
Error readAtlasError(const Reply &reply);

struct ErrorText {
    QString sentence; // what happened, and whether data was touched where that is in question
    QString remedy; // what to do next
};

/// The words for any Error of the program: by its code, else its kind and status. Where a role is
/// missing and the operation is known, the remedy names the role.
ErrorText describe(const Error &error);
/// Sentence and remedy, then Atlas's own detail and code where there are any: for one banner or one
/// message.
QString describeFully(const Error &error);
/// True for what may be over by itself: no way to the service (a captive portal shows as TLS), a
/// time-out, a rate limit, a 5xx.
bool mayPass(const Error &error);
