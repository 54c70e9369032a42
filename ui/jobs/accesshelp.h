// What to do where Atlas refuses: which role is missing for the call that failed, or which of the
// two IP lists this computer is not on. They are different lists, and people take one for the
// other.
#pragma once

#include "session/store.h"

#include <QFrame>

class QLabel;

class AccessHelp : public QFrame
{
    Q_OBJECT

public:
    explicit AccessHelp(QWidget *parent = nullptr);

    /// Shows help for those that are refusals; hides itself if none is.
    void setTroubles(const QList<Trouble> &troubles);
    QString text() const;

private:
    QLabel *m_title;
    QLabel *m_text;
};
