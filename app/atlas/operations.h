// Every call of the API that Snapback makes, as a table: its name, its version, the role it asks
// for. The requests are built from it, errors name it, and the tests run over it.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

struct Operation {
    const char *id; // operationId: what RequestData::operationId holds
    const char *tag; // as the official document groups it
    const char *verb;
    const char *path; // with {placeholders}
    const char *version; // date of the media type; empty: application/json
    const char *role; // the least that suffices, in Atlas's words; empty: none is named; one of
                      // several: "A, B"
    const char *retiredOn; // ISO date; null: lives
};

/// All of them, in the order of the official document. Static lifetime.
const QList<Operation> &allOperations();
/// Null if the id is none of ours.
const Operation *operationById(QStringView id);
/// The roles of which any one suffices (Project Owner always does); empty: none is named.
QStringList rolesOf(const Operation &operation);
