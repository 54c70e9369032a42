#include "widgets/factsview.h"

#include "base/format.h"
#include "style/theme.h"
#include "widgets/clipboard.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace {

enum GridColumn { LabelColumn, ValueColumn };

} // namespace

FactsView::FactsView(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setHorizontalSpacing(theme::kGrid * 2);
    m_grid->setVerticalSpacing(theme::kGrid / 2);
    m_grid->setColumnStretch(ValueColumn, 1);
}

void FactsView::setFacts(const QList<Fact> &facts, const QDateTime &now)
{
    m_now = now;
    const bool sameRows = facts.size() == m_facts.size()
        && std::equal(facts.cbegin(), facts.cend(), m_facts.cbegin(),
                      [](const Fact &a, const Fact &b) {
                          return a.label == b.label && a.type == b.type;
                      });
    m_facts = facts;
    if (sameRows)
        setNow(now);
    else
        build();
}

void FactsView::setNow(const QDateTime &now)
{
    m_now = now;
    for (qsizetype row = 0; row < m_facts.size(); ++row) {
        const QString text = valueText(m_facts.at(row));
        if (m_values.at(row)->text() != text)
            m_values.at(row)->setText(text);
    }
}

QString FactsView::valueText(const Fact &fact) const
{
    if (fact.type != Fact::Type::Time || !fact.time.isValid())
        return fact.value;
    return tr("%1 · %2", "time, age")
        .arg(formatLocalAndUtc(fact.time), formatAge(fact.time, m_now));
}

void FactsView::build()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0); // where an earlier, shorter list ended
    m_values.clear();
    const QColor quiet = theme::toneColor(theme::Tone::Neutral, palette());
    for (int row = 0; row < int(m_facts.size()); ++row) {
        const Fact &fact = m_facts.at(row);
        auto *label = new QLabel(fact.label);
        QPalette labelPalette = label->palette();
        labelPalette.setColor(QPalette::WindowText, quiet);
        label->setPalette(labelPalette);
        auto *value = new QLabel(valueText(fact));
        value->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setBuddy(value);
        m_grid->addWidget(label, row, LabelColumn, Qt::AlignTop | Qt::AlignLeft);
        m_values.append(value);
        if (fact.type != Fact::Type::Identifier) {
            m_grid->addWidget(value, row, ValueColumn);
            continue;
        }
        value->setFont(theme::monospace());
        value->setWordWrap(false);
        auto *copy = new QToolButton;
        copy->setAutoRaise(true);
        copy->setIconSize({12, 12});
        copy->setFixedHeight(value->fontMetrics().height() + 2); // no taller than its line
        copy->setIcon(theme::icon(QStringLiteral("copy"), palette()));
        copy->setToolTip(tr("Copy %1").arg(fact.label));
        copy->setAccessibleName(copy->toolTip());
        connect(copy, &QToolButton::clicked, value, [value] { copyText(value->text()); });
        auto *line = new QWidget;
        auto *parts = new QHBoxLayout(line);
        parts->setContentsMargins(0, 0, 0, 0);
        parts->setSpacing(theme::kGrid / 2);
        parts->addWidget(value);
        parts->addWidget(copy);
        parts->addStretch(1);
        m_grid->addWidget(line, row, ValueColumn);
    }
    m_grid->setRowStretch(int(m_facts.size()), 1);
}
