#include "wizard/dryrunbar.h"

#include "atlas/dryrun.h"
#include "widgets/clipboard.h"
#include "wizard/wizardparts.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

DryRunBar::DryRunBar(RestoreDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_said(new ToneLine(this))
{
    QPushButton *show = makeButton(this, tr("&Dry run…"), "dryRun");
    QPushButton *curl = makeButton(this, tr("Copy as c&url"), "copyCurl");
    QPushButton *atlas = makeButton(this, tr("Copy as atlas &api command"), "copyAtlasApi");
    show->setAccessibleName(tr("Dry run"));
    show->setToolTip(tr("Shows exactly what would be sent; sends nothing"));
    curl->setAccessibleName(tr("Copy as curl"));
    curl->setToolTip(tr("Copies a command that sends this by hand; it holds no login"));
    atlas->setAccessibleName(tr("Copy as atlas api command"));
    atlas->setToolTip(tr("Copies a command for the Atlas CLI; it holds no login"));
    m_said->setObjectName(QStringLiteral("dryRunSaid"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::kGrid);
    row->addWidget(show);
    row->addWidget(curl);
    row->addWidget(atlas);
    row->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addLayout(row);
    layout->addWidget(m_said);
    setFocusProxy(show);
    connect(show, &QPushButton::clicked, this, &DryRunBar::showText);
    connect(curl, &QPushButton::clicked, this,
            [this] { copy(asCurl(m_draft.session().launcher().dryRun(m_draft.plan()))); });
    connect(atlas, &QPushButton::clicked, this,
            [this] { copy(asAtlasApi(m_draft.session().launcher().dryRun(m_draft.plan()))); });
}

QString DryRunBar::objection() const
{
    QStringList broken;
    const QList<Check> checks = m_draft.checks();
    for (const Check &check : checks) {
        if (check.verdict == Check::Verdict::Blocks)
            broken.append(tr("The rule “%1” is broken: %2").arg(check.rule, check.fact));
    }
    return broken.join(QLatin1Char(' '));
}

void DryRunBar::copy(const ShellCommand &command)
{
    if (command.text.isEmpty()) {
        m_said->show(QStringLiteral("warning"), theme::Tone::Warning, command.note);
        return;
    }
    const QString why = objection();
    copyText(withObjection(command, why).text);
    const QString done = why.isEmpty()
        ? tr("Copied. Run by hand, it starts the job.")
        : tr("Copied, though Snapback would not send it: a rule is broken, and the text says "
             "which. Run by hand, it may still start the job.");
    m_said->show(why.isEmpty() ? QStringLiteral("copy") : QStringLiteral("warning"),
                 why.isEmpty() ? theme::Tone::Info : theme::Tone::Warning,
                 command.note.isEmpty() ? done : done + QLatin1Char(' ') + command.note);
}

void DryRunBar::showText()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("dryRunDialog"));
    dialog->setWindowTitle(tr("Dry run: nothing was sent"));
    auto *text = new QPlainTextEdit;
    text->setObjectName(QStringLiteral("dryRunText"));
    text->setAccessibleName(tr("What would be sent"));
    text->setReadOnly(true);
    text->setFont(theme::monospace());
    text->setPlainText(dryRunText(m_draft.session().launcher().dryRun(m_draft.plan())));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("dryRunClose"));
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->setSpacing(theme::kGrid);
    const QString why = objection();
    layout->addWidget(makeText(
        dialog,
        why.isEmpty()
            ? tr("This is what the start button would send, once. Nothing has left this computer.")
            : tr("Snapback would not send this: %1 Nothing has left this computer.").arg(why)));
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
    dialog->resize(90 * theme::kGrid, 48 * theme::kGrid);
    dialog->open();
}
