// The names in a collection restore: their parts, their shapes, what they become.
#pragma once

#include "atlas/checks/checks.h"

/// "sales" of "sales.orders" and of "sales".
QString databaseOf(const QString &name);
/// The name it gets: the one chosen, else its own with the suffixes.
QString targetOf(const NamespaceChoice &item, bool collection, const CollectionChoice &choice);
/// "database", or "database.collection".
bool isShapedRight(const QString &name, bool collection);
/// By the limits of MongoDB's manual: characters and lengths. `name` is shaped right.
bool isGoodName(const QString &name);
bool isSystemDatabase(const QString &database);
QStringList sourcesOf(const CollectionChoice &choice);
QStringList targetsOf(const CollectionChoice &choice);
