#include "wizard/checklist.h"

#include "wizard/wizardparts.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace {

theme::Tone toneOf(Check::Verdict verdict)
{
    switch (verdict) {
    case Check::Verdict::Holds:
        return theme::Tone::Good;
    case Check::Verdict::Warns:
        return theme::Tone::Warning;
    case Check::Verdict::Blocks:
        return theme::Tone::Danger;
    case Check::Verdict::Unknown:
        break;
    }
    return theme::Tone::Neutral;
}

// The list may be longer than the window: what speaks against the restore stands on top.
int weightOf(Check::Verdict verdict)
{
    switch (verdict) {
    case Check::Verdict::Blocks:
        return 0;
    case Check::Verdict::Warns:
        return 1;
    case Check::Verdict::Unknown:
        return 2;
    case Check::Verdict::Holds:
        break;
    }
    return 3;
}

QString iconOf(Check::Verdict verdict)
{
    switch (verdict) {
    case Check::Verdict::Holds:
        return QStringLiteral("state-done");
    case Check::Verdict::Warns:
        return QStringLiteral("warning");
    case Check::Verdict::Blocks:
        return QStringLiteral("error");
    case Check::Verdict::Unknown:
        break;
    }
    return QStringLiteral("state-unknown");
}

} // namespace

CheckList::CheckList(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    hide();
}

QString CheckList::verdictName(Check::Verdict verdict)
{
    switch (verdict) {
    case Check::Verdict::Holds:
        return tr("Holds");
    case Check::Verdict::Warns:
        return tr("Warning");
    case Check::Verdict::Blocks:
        return tr("Blocks");
    case Check::Verdict::Unknown:
        break;
    }
    return tr("Cannot be known");
}

QString CheckList::basisName(Check::Basis basis)
{
    switch (basis) {
    case Check::Basis::Schema:
        break;
    case Check::Basis::Recorded:
        return tr("recorded");
    case Check::Basis::Manual:
        return tr("manual page");
    case Check::Basis::Person:
        return tr("your own word");
    }
    return tr("schema");
}

void CheckList::setChecks(const QList<Check> &checks)
{
    QList<Check> sorted = checks;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Check &a, const Check &b) {
        return weightOf(a.verdict) < weightOf(b.verdict);
    });
    if (sorted == m_checks)
        return;
    m_checks = sorted;
    rebuild();
}

void CheckList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_rows)
        rebuild();
    QWidget::changeEvent(event);
}

void CheckList::rebuild()
{
    delete m_rows;
    m_rows = new QWidget(this);
    auto *grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 1);
    for (qsizetype i = 0; i < m_checks.size(); ++i)
        addRow(int(i), m_checks.at(i));
    layout()->addWidget(m_rows);
    setVisible(!m_checks.isEmpty());
}

void CheckList::addRow(int row, const Check &check)
{
    auto *grid = static_cast<QGridLayout *>(m_rows->layout());
    auto *verdict = new ToneLine(m_rows);
    verdict->show(iconOf(check.verdict), toneOf(check.verdict), verdictName(check.verdict));
    verdict->setObjectName(QStringLiteral("verdict-%1").arg(QLatin1String(check.id)));
    grid->addWidget(verdict, row, 0, Qt::AlignTop);

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(makeText(m_rows, check.rule));
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    if (!check.fact.isEmpty()) {
        QLabel *fact = makeText(m_rows, check.fact);
        fact->setFont(small);
        words->addWidget(fact);
    }
    grid->addLayout(words, row, 1);

    QLabel *basis = makeText(m_rows, basisName(check.basis));
    basis->setFont(small);
    basis->setWordWrap(false);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, theme::toneColor(theme::Tone::Neutral, palette()));
    basis->setPalette(quiet);
    basis->setToolTip(tr("What makes this a rule"));
    grid->addWidget(basis, row, 2, Qt::AlignTop | Qt::AlignRight);
}
