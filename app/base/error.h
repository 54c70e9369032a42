// One error type for the whole program. It says what kind of thing happened and carries the facts;
// the sentence and the remedy a person reads come from describe() in atlas/errors.h, so no room
// invents its own words.
#pragma once

#include <QList>
#include <QString>
#include <chrono>

struct FieldProblem {
    QString field;
    QString description;

    bool operator==(const FieldProblem &) const = default;
};

struct Error {
    enum class Kind {
        // before anything was sent
        InvalidInput, // what was typed breaks a rule of the API
        InsecureUrl, // http:// to something that is not loopback
        // on the way
        Unreachable, // no connection, host not found, connection lost
        Timeout,
        Tls,
        Proxy,
        Cancelled,
        // what the service said
        LoginRefused, // the credentials are not accepted
        AddressRefused, // the computer's IP address is not on the access list
        Forbidden, // a role is missing
        NotFound,
        Retired, // the endpoint is gone (410)
        WrongApi, // right cluster, wrong family of calls
        Rejected, // the request breaks a rule
        TargetUnsuitable, // a rule of the restore's target
        Conflict,
        RateLimited,
        ServiceTrouble, // 5xx
        BadReply, // an answer that can't be read
        OutcomeUnknown, // a change was sent and nobody knows what became of it
        // this computer
        KeychainMissing, // no Secret Service, no bus, no libsecret
        KeychainLocked, // there, but locked or not answering
        KeychainDenied, // the person or the keyring said no
        KeychainFailed, // anything else
        Disk,
    };

    Kind kind = Kind::BadReply;
    int httpStatus = 0; // 0: no HTTP answer
    QString code; // Atlas's errorCode, or OAuth's error word
    QString detail; // Atlas's or the system's own words; never a secret
    QStringList parameters; // Atlas's parameters, as text
    QList<FieldProblem> fields;
    std::chrono::seconds retryAfter {0};
    QString operationId; // of the call that failed, in the API's words; empty if none was made

    bool operator==(const Error &) const = default;
};
