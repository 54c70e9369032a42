// Where in the wizard the person is: the steps, the present one in bold.
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

class StepList : public QWidget
{
    Q_OBJECT

public:
    explicit StepList(const QStringList &steps, QWidget *parent = nullptr);
    /// Other steps: what the wizard does may have changed.
    void setSteps(const QStringList &steps);
    /// From 0.
    void setCurrent(int step);

private:
    QVBoxLayout *m_rows;
    QList<QLabel *> m_labels;
    QStringList m_steps;
    int m_current = 0;
};
