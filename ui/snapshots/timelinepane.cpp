#include "snapshots/timelinepane.h"

#include "style/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace {

constexpr double kZoomStep = 1.5;

QToolButton *makeButton(const QString &text, const QString &name, const char *objectName)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(objectName));
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

TimelinePane::TimelinePane(QWidget *parent)
    : QWidget(parent), m_timeline(new Timeline), m_caption(new QLabel)
{
    setObjectName(QStringLiteral("timelinePane"));
    QToolButton *out = makeButton(QStringLiteral("\u2212"), tr("Zoom out (−)"), "zoomOut");
    QToolButton *in = makeButton(QStringLiteral("+"), tr("Zoom in (+)"), "zoomIn");
    QToolButton *all = makeButton(tr("All"), tr("Show everything (0)"), "zoomAll");
    connect(out, &QToolButton::clicked, this, [this] { m_timeline->zoom(kZoomStep); });
    connect(in, &QToolButton::clicked, this, [this] { m_timeline->zoom(1 / kZoomStep); });
    connect(all, &QToolButton::clicked, m_timeline, &Timeline::showAll);
    connect(m_timeline, &Timeline::viewChanged, this, &TimelinePane::updateCaption);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::kGrid, theme::kGrid / 2, theme::kGrid, 0);
    head->setSpacing(theme::kGrid / 2);
    head->addWidget(m_caption, 1);
    head->addWidget(out);
    head->addWidget(in);
    head->addWidget(all);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid / 2);
    column->addLayout(head);
    column->addWidget(m_timeline, 1);
    updateCaption();
}

void TimelinePane::updateCaption()
{
    const TimeRange &view = m_timeline->view();
    if (m_timeline->lanes().isEmpty() || !view.isValid()) {
        m_caption->setText(tr("Snapshots over time"));
        return;
    }
    const QLocale locale;
    const auto day = [&locale](const QDateTime &time) {
        return locale.toString(time.toLocalTime().date(), QLocale::ShortFormat);
    };
    m_caption->setText(
        tr("Snapshots over time: %1 – %2, local time (%3)", "from, to, zone")
            .arg(day(view.from), day(view.to), view.to.toLocalTime().timeZoneAbbreviation()));
}
