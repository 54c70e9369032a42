#include "wizard/pointintimeedit.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "widgets/instantedit.h"
#include "wizard/wizardparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <limits>

namespace {

// The API's own least value of a point in time: 2008-01-01.
constexpr int kEarliestSecond = 1'199'145'600;
// A first value that is certainly in the past, by whatever clock.
constexpr qint64 kFirstAgeSeconds = 300;

} // namespace

PointInTimeEdit::PointInTimeEdit(RestoreDraft &draft, Mode mode, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_mode(mode), m_meaning(makeText(this)),
      m_window(new ToneLine(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    if (mode == Mode::Clock)
        makeClock();
    else
        makeOplog();
    m_meaning->setObjectName(QStringLiteral("pointMeaning"));
    layout->addWidget(m_meaning);
    layout->addWidget(m_window);
    setPoint(ClockPoint {draft.session().serverNow().addSecs(-kFirstAgeSeconds)});
}

void PointInTimeEdit::makeClock()
{
    m_clock = new InstantEdit(this);
    m_clock->setObjectName(QStringLiteral("pitTime"));
    m_clock->setAccessibleName(tr("Point in time, local time"));
    m_clock->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_clock->setCalendarPopup(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::kGrid);
    row->addWidget(makeBuddy(this, tr("Data as of (local &time)"), m_clock));
    row->addWidget(m_clock);
    row->addStretch();
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    setFocusProxy(m_clock);
    connect(m_clock, &QDateTimeEdit::dateTimeChanged, this, [this] {
        updateWords();
        emit edited();
    });
}

void PointInTimeEdit::makeOplog()
{
    const auto makeNumber = [this](const char *name, const QString &words, int least) {
        auto *box = new QSpinBox(this);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(words);
        box->setRange(least, std::numeric_limits<int>::max());
        box->setFont(theme::monospace());
        connect(box, &QSpinBox::valueChanged, this, [this] {
            updateWords();
            emit edited();
        });
        return box;
    };
    m_seconds = makeNumber("oplogSeconds", tr("Seconds since 1970, UTC"), kEarliestSecond);
    m_increment = makeNumber("oplogIncrement", tr("Increment"), 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::kGrid);
    row->addWidget(makeBuddy(this, tr("Oplog timestamp: &seconds"), m_seconds));
    row->addWidget(m_seconds);
    row->addSpacing(theme::kGrid);
    row->addWidget(makeBuddy(this, tr("&increment"), m_increment));
    row->addWidget(m_increment);
    row->addStretch();
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    setFocusProxy(m_seconds);
}

RestorePoint PointInTimeEdit::point() const
{
    if (m_mode == Mode::Oplog)
        return OplogPoint {m_seconds->value(), m_increment->value()};
    return ClockPoint {time()};
}

void PointInTimeEdit::setPoint(const RestorePoint &point)
{
    const QSignalBlocker clock(m_clock);
    const QSignalBlocker seconds(m_seconds);
    const QSignalBlocker increment(m_increment);
    if (const auto *wanted = std::get_if<ClockPoint>(&point); wanted && m_clock)
        m_clock->setDateTime(
            QDateTime::fromSecsSinceEpoch(wanted->time.toSecsSinceEpoch()).toLocalTime());
    else if (wanted && m_seconds)
        m_seconds->setValue(int(wanted->time.toSecsSinceEpoch()));
    if (const auto *wanted = std::get_if<OplogPoint>(&point); wanted && m_seconds) {
        m_seconds->setValue(int(wanted->seconds));
        m_increment->setValue(wanted->increment);
    }
    updateWords();
}

QDateTime PointInTimeEdit::time() const
{
    return m_clock ? m_clock->dateTime().toUTC()
                   : QDateTime::fromSecsSinceEpoch(m_seconds->value(), Qt::UTC);
}

void PointInTimeEdit::updateWords()
{
    const QString age = formatAge(time(), m_draft.session().serverNow());
    m_meaning->setText(tr("%1, %2").arg(formatLocalAndUtc(time()), age));
    m_window->show(QStringLiteral("info"), theme::Tone::Neutral, windowWords());
}

QString PointInTimeEdit::windowWords() const
{
    const auto &source = m_draft.source();
    if (!source)
        return {};
    if (m_draft.backups() && m_draft.backups() != kindOf(*source))
        return tr("Atlas does not tell how far back %1 backups reach.")
            .arg(m_draft.backups()->title());
    const PlanFacts facts = m_draft.facts();
    if (facts.oldestPoint.isValid())
        return tr("Possible: from %1, %2, until now.")
            .arg(formatLocalAndUtc(facts.oldestPoint),
                 formatAge(facts.oldestPoint, m_draft.session().serverNow()));
    if (!source->pitEnabled && !source->deleted)
        return tr("Continuous backup is off for %1: Atlas keeps no points between its snapshots.")
            .arg(source->name);
    if (const Error *error = m_draft.factsStore().scheduleError())
        return tr("How far back is not known. %1").arg(describe(*error).sentence);
    if (m_draft.factsStore().isLoading())
        return tr("Reading how far back %1 can be restored.").arg(source->name);
    return tr("How far back is not known: Atlas did not tell.");
}
