// What we know of one thing, and when we learnt it. The base of the stores: signals, and the
// picture a pane draws.
#pragma once

#include "base/error.h"

#include <QDateTime>
#include <QList>
#include <QObject>

/// A part of a store's content that could not be read: which, and why.
struct Trouble {
    QString what; // cluster or project name
    Error error;
    QString key; // of the part, for the store itself
    QDateTime updated {}; // when what is shown of it was read; invalid: never, or not known

    bool operator==(const Trouble &) const = default;
};

class Store : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    bool isLoading() const { return m_loading; }
    /// True once anything was read in the present scope.
    bool isLoaded() const { return m_updated.isValid(); }
    /// When the content was last confirmed by the service, local clock; invalid before.
    QDateTime updated() const { return m_updated; }
    /// What failed in the last round; old content stays.
    const QList<Trouble> &troubles() const { return m_troubles; }

signals:
    /// The content changed.
    void changed();
    /// isLoading(), updated() or troubles() changed.
    void statusChanged();

protected:
    bool m_loading = false;
    QDateTime m_updated;
    QList<Trouble> m_troubles;
};
