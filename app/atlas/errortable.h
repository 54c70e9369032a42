// The words for every error, as data. A new code is one row in errortable.cpp and one fixture in
// tests/data/errors/. Only errors.cpp reads this.
#pragma once

#include "base/error.h"

#include <QLatin1StringView>
#include <span>

/// Atlas's errorCode, or OAuth's error word. `_WHITELIST` endings are looked up as `_ACCESS_LIST`.
struct CodeRow {
    const char *code;
    Error::Kind kind;
    const char *sentence;
    const char *remedy;
};

/// For codes that are not listed: by status.
struct StatusRow {
    int status;
    Error::Kind kind;
    const char *sentence;
    const char *remedy;
};

/// For errors without an HTTP answer, and the last resort.
struct KindRow {
    Error::Kind kind;
    const char *sentence;
    const char *remedy;
};

/// The translation context of all texts is "Errors".
std::span<const CodeRow> codeRows();
std::span<const StatusRow> statusRows();
std::span<const KindRow> kindRows();
