// What a tested login sees, and what a keychain said, as sentences.
#pragma once

#include "session/logincheck.h"

#include <QString>

/// "This login works. It sees 2 organizations (Acme, Beta) and 5 projects (…)."
QString describeLogin(const LoginReport &report);
bool isKeychainError(const Error &error);
/// Sentence and remedy of a keychain error, the sentence of a field, or describeFully().
QString describeProblem(const Error &error);
