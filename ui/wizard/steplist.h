// Where in the wizard the person is: the four steps, the present one in bold.
#pragma once

#include <QWidget>

class QLabel;

class StepList : public QWidget
{
    Q_OBJECT

public:
    explicit StepList(const QStringList &steps, QWidget *parent = nullptr);
    /// From 0.
    void setCurrent(int step);

private:
    QList<QLabel *> m_labels;
    QStringList m_steps;
};
