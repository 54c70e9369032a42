// What the tables' texts need from the open session: its server's clock and the names of its
// projects.
#pragma once

#include "tables/columns.h"

class Session;

/// Without a session: this computer's clock, and ids instead of names. Valid as long as the
/// session.
TextContext textContext(Session *session);
