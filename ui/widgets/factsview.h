// Labels and values of one thing, as text that can be selected: times in local time and UTC with
// their age, ids in a monospace face with a copy button.
#pragma once

#include "atlas/restorejob.h"

#include <QWidget>

class QGridLayout;
class QLabel;

class FactsView : public QWidget
{
    Q_OBJECT

public:
    explicit FactsView(QWidget *parent = nullptr);

    /// Shows the facts; values that only changed their text keep their place and selection.
    void setFacts(const QList<Fact> &facts, const QDateTime &now);
    /// Writes the ages anew.
    void setNow(const QDateTime &now);

private:
    void build();
    QString valueText(const Fact &fact) const;

    QList<Fact> m_facts;
    QDateTime m_now;
    QList<QLabel *> m_values; // by row
    QGridLayout *m_grid;
};
