// The rules of a restore, one a row: icon and word of the verdict, the rule, the fact it rests on,
// what makes it a rule.
#pragma once

#include "atlas/restoreplan.h"

#include <QWidget>

class QGridLayout;

class CheckList : public QWidget
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    /// What blocks comes first, then warnings, then what can't be known; hidden when there is none.
    void setChecks(const QList<Check> &checks);
    const QList<Check> &checks() const { return m_checks; }
    /// "Holds", "Warning", "Blocks", "Cannot be known".
    static QString verdictName(Check::Verdict verdict);
    /// What makes it a rule: "schema", "recorded", "manual page", "your own word".
    static QString basisName(Check::Basis basis);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void addRow(int row, const Check &check);

    QList<Check> m_checks;
    QWidget *m_rows = nullptr;
};
