#include "wizard/steplist.h"

#include "style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

StepList::StepList(const QStringList &steps, QWidget *parent) : QWidget(parent), m_steps(steps)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * theme::kGrid, 2 * theme::kGrid, 2 * theme::kGrid,
                               2 * theme::kGrid);
    layout->setSpacing(2 * theme::kGrid);
    for (const QString &step : steps) {
        auto *label = new QLabel(step, this);
        // Bold is wider: without the room the page would jump at every step.
        QFont bold = label->font();
        bold.setBold(true);
        label->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(step) + theme::kGrid);
        layout->addWidget(label);
        m_labels.append(label);
    }
    layout->addStretch();
}

void StepList::setCurrent(int step)
{
    for (int i = 0; i < m_labels.size(); ++i) {
        QLabel *label = m_labels.at(i);
        QFont font = label->font();
        font.setBold(i == step);
        label->setFont(font);
        label->setText((i < step ? tr("%1 ✓") : QStringLiteral("%1")).arg(m_steps.at(i)));
    }
}
