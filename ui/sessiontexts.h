// What tables and details need to know of the open session to write texts: its clock and the names
// of projects.
#pragma once

#include "tables/columns.h"

class Session;

/// Of the open session; null between profiles.
TextContext textContext(Session *session);
/// Why nothing can be started from the open profile, in a sentence; empty if it can. For the tool
/// tip of every action that is disabled for it.
QString whyReadOnly(const Session *session);
