// What to do, as three radio buttons; what the chosen cluster's backups can't is dead and says why.
#pragma once

#include "atlas/restorepoint.h"

#include <QWidget>

class QLabel;
class QRadioButton;

class ActionChoice : public QWidget
{
    Q_OBJECT

public:
    explicit ActionChoice(QWidget *parent = nullptr);

    PlanAction action() const;
    /// Tells nobody.
    void setAction(PlanAction action);
    /// Why it can't be done; an empty text: it can.
    void setObstacle(PlanAction action, const QString &why);

signals:
    /// The person chose another one.
    void chosen(PlanAction action);

private:
    struct Row {
        PlanAction action;
        QRadioButton *button;
        QLabel *why;
    };
    QList<Row> m_rows;
};
