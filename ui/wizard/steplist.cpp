#include "wizard/steplist.h"

#include "style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

StepList::StepList(const QStringList &steps, QWidget *parent)
    : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(2 * theme::kGrid, 2 * theme::kGrid, 2 * theme::kGrid,
                               2 * theme::kGrid);
    m_rows->setSpacing(2 * theme::kGrid);
    m_rows->addStretch();
    setSteps(steps);
}

void StepList::setSteps(const QStringList &steps)
{
    if (steps == m_steps)
        return;
    qDeleteAll(m_labels);
    m_labels.clear();
    m_steps = steps;
    for (const QString &step : steps) {
        auto *label = new QLabel(step, this);
        // Bold is wider: without the room the page would jump at every step.
        QFont bold = label->font();
        bold.setBold(true);
        label->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(step) + 3 * theme::kGrid);
        m_rows->insertWidget(int(m_labels.size()), label);
        m_labels.append(label);
    }
    setCurrent(m_current);
}

void StepList::setCurrent(int step)
{
    m_current = step;
    for (int i = 0; i < m_labels.size(); ++i) {
        QLabel *label = m_labels.at(i);
        QFont font = label->font();
        font.setBold(i == step);
        label->setFont(font);
        label->setText((i < step ? tr("%1 ✓") : QStringLiteral("%1")).arg(m_steps.at(i)));
    }
}
