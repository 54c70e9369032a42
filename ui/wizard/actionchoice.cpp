#include "wizard/actionchoice.h"

#include "wizard/actions.h"
#include "wizard/wizardparts.h"

#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>

ActionChoice::ActionChoice(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("wizardAction"));
    setAccessibleName(tr("What to do"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid / 2);
    grid->setColumnStretch(1, 1);
    const QList<QPair<PlanAction, const char *>> all {
        {PlanAction::Restore, "actionRestore"},
        {PlanAction::Collections, "actionCollections"},
        {PlanAction::Download, "actionDownload"},
    };
    for (const auto &[action, name] : all) {
        auto *button = new QRadioButton(actionName(action), this);
        button->setObjectName(QLatin1String(name));
        button->setAccessibleName(actionName(action));
        QLabel *why = makeText(this);
        const int row = grid->rowCount();
        grid->addWidget(button, row, 0, Qt::AlignTop);
        grid->addWidget(why, row, 1);
        m_rows.append({action, button, why});
        connect(button, &QRadioButton::clicked, this,
                [this, action = action] { emit chosen(action); });
    }
    m_rows.first().button->setChecked(true);
    setFocusProxy(m_rows.first().button);
}

PlanAction ActionChoice::action() const
{
    for (const Row &row : m_rows) {
        if (row.button->isChecked())
            return row.action;
    }
    return PlanAction::Restore;
}

void ActionChoice::setAction(PlanAction action)
{
    for (const Row &row : std::as_const(m_rows)) {
        if (row.action == action)
            row.button->setChecked(true);
    }
}

void ActionChoice::setObstacle(PlanAction action, const QString &why)
{
    for (const Row &row : std::as_const(m_rows)) {
        if (row.action != action)
            continue;
        row.button->setEnabled(why.isEmpty());
        row.button->setAccessibleDescription(why);
        row.why->setText(why);
    }
}
