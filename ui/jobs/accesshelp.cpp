#include "jobs/accesshelp.h"

#include "atlas/operations.h"
#include "style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace {

constexpr int kMostNames = 3;

QString places(const QStringList &names)
{
    QStringList some = names.mid(0, kMostNames);
    if (names.size() > kMostNames)
        some.append(AccessHelp::tr("%n more", nullptr, int(names.size()) - kMostNames));
    return some.join(QStringLiteral(", "));
}

QString roleHelp(const QString &operationId, const QStringList &names)
{
    const Operation *operation = operationById(operationId);
    const QString role = operation ? QString::fromLatin1(operation->role) : QString();
    const QString needed = role.isEmpty()
        ? AccessHelp::tr("Atlas names no role for this call; Project Owner suffices.")
        : role == QLatin1String("Project Owner")
        ? AccessHelp::tr("The role it asks for: Project Owner.")
        : AccessHelp::tr("The least role it asks for: %1. Project Owner suffices too.").arg(role);
    return AccessHelp::tr("Not allowed for %1. %2 Somebody who owns the project can give the role "
                          "to this login under Project Access in Atlas; then choose Refresh.")
        .arg(places(names), needed);
}

QString addressHelp(const QStringList &names)
{
    return AccessHelp::tr(
               "This computer's address is not accepted for %1. What counts here is the API access "
               "list of the login (the service account or API key, in the organization's Access "
               "Manager). It is another list than the project's IP access list, which is for "
               "databases and for fetching the files of a download: an entry there does not help "
               "here, nor the other way round. Add this computer's public address to the API "
               "access list; then choose Refresh.")
        .arg(places(names));
}

} // namespace

AccessHelp::AccessHelp(QWidget *parent)
    : QFrame(parent), m_title(new QLabel(tr("What is missing"))), m_text(new QLabel)
{
    setObjectName(QStringLiteral("accessHelp"));
    setFrameShape(QFrame::StyledPanel);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kGrid * 3 / 2, theme::kGrid, theme::kGrid * 3 / 2,
                               theme::kGrid);
    column->setSpacing(theme::kGrid / 2);
    column->addWidget(m_title);
    column->addWidget(m_text);
    hide();
}

QString AccessHelp::text() const
{
    return m_text->text();
}

void AccessHelp::setTroubles(const QList<Trouble> &troubles)
{
    QStringList refusedAddress;
    QList<QPair<QString, QStringList>> refusedRole; // by operation, in order of appearance
    for (const Trouble &trouble : troubles) {
        if (trouble.error.kind == Error::Kind::AddressRefused) {
            refusedAddress.append(trouble.what);
        } else if (trouble.error.kind == Error::Kind::Forbidden) {
            const QString &operation = trouble.error.operationId;
            auto it = std::find_if(refusedRole.begin(), refusedRole.end(),
                                   [&](const auto &entry) { return entry.first == operation; });
            if (it == refusedRole.end())
                it = refusedRole.emplace(refusedRole.size(), operation, QStringList());
            it->second.append(trouble.what);
        }
    }
    QStringList paragraphs;
    if (!refusedAddress.isEmpty())
        paragraphs.append(addressHelp(refusedAddress));
    for (const auto &[operation, names] : std::as_const(refusedRole))
        paragraphs.append(roleHelp(operation, names));
    m_text->setText(paragraphs.join(QStringLiteral("\n\n")));
    setVisible(!paragraphs.isEmpty());
}
