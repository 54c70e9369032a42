// Short ways to an Error of this computer's own, with a sentence for the person in it.
#pragma once

#include "base/error.h"

inline Error makeError(Error::Kind kind, const QString &sentence)
{
    Error error;
    error.kind = kind;
    error.detail = sentence;
    return error;
}

/// InvalidInput about one field of a form.
inline Error fieldError(const QString &field, const QString &sentence)
{
    Error error = makeError(Error::Kind::InvalidInput, sentence);
    error.fields << FieldProblem {field, sentence};
    return error;
}
