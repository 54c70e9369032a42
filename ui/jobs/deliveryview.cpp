#include "jobs/deliveryview.h"

#include "base/format.h"
#include "style/theme.h"
#include "widgets/clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

// Enough to recognise the file, nothing to fetch it with.
QString maskedUrl(const Delivery &delivery)
{
    const QUrl url(QString::fromUtf8(delivery.url.reveal()));
    if (url.host().isEmpty())
        return QStringLiteral("••••••••");
    const QString port = url.port() > 0 ? QStringLiteral(":%1").arg(url.port()) : QString();
    return QStringLiteral("%1://%2%3/••••••/%4")
        .arg(url.scheme(), url.host(), port, delivery.fileName);
}

bool sameDeliveries(const QList<Delivery> &a, const QList<Delivery> &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(),
                      [](const Delivery &x, const Delivery &y) {
                          return x.label == y.label && x.url == y.url
                              && x.headerValue == y.headerValue && x.note == y.note;
                      });
}

} // namespace

DeliveryView::DeliveryView(std::function<QDateTime()> now, SecretClipboard &clipboard,
                           QWidget *parent)
    : QWidget(parent), m_now(std::move(now)), m_clipboard(clipboard), m_expiry(new QLabel),
      m_note(new QLabel), m_download(new QPushButton(tr("Download…"))),
      m_column(new QVBoxLayout(this))
{
    m_download->setObjectName(QStringLiteral("downloadDelivery"));
    m_download->setAccessibleName(tr("Download the files of this job"));
    m_download->setAutoDefault(false);
    connect(m_download, &QPushButton::clicked, this, &DeliveryView::downloadRequested);
    m_expiry->setFont(theme::heading());
    m_expiry->setObjectName(QStringLiteral("expiry"));
    for (QLabel *label : {m_expiry, m_note}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_column->addWidget(label);
    }
    m_column->addWidget(m_download, 0, Qt::AlignLeft);
    m_column->addStretch(1);
    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, &DeliveryView::updateCountdown);
}

void DeliveryView::setDetails(const JobDetails &details, JobState state)
{
    const bool same = m_rows && sameDeliveries(details.deliveries, m_details.deliveries);
    m_details = details;
    m_state = state;
    m_note->setText(details.deliveryNote);
    m_note->setVisible(!details.deliveryNote.isEmpty());
    if (!same) // what was shown stays shown over a refresh
        build();
    updateCountdown();
    rearm();
}

void DeliveryView::build()
{
    delete m_rows;
    m_rows = new QWidget;
    auto *column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid);
    m_column->insertWidget(3, m_rows);
    for (const Delivery &delivery : std::as_const(m_details.deliveries))
        addDelivery(delivery);
}

void DeliveryView::addDelivery(const Delivery &delivery)
{
    auto *column = static_cast<QVBoxLayout *>(m_rows->layout());
    auto *title =
        new QLabel(delivery.note.isEmpty()
                       ? delivery.label
                       : tr("%1 — %2", "delivery, note").arg(delivery.label, delivery.note));
    title->setWordWrap(true);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    column->addWidget(title);
    if (delivery.hasLink())
        addSecretRow(column, tr("URL"), maskedUrl(delivery), delivery.url);
    if (!delivery.headerName.isEmpty())
        addSecretRow(column, tr("Header %1").arg(delivery.headerName), QStringLiteral("••••••••"),
                     delivery.headerValue);
}

void DeliveryView::addSecretRow(QVBoxLayout *column, const QString &label, const QString &masked,
                                const Secret &secret)
{
    auto *row = new QHBoxLayout;
    auto *name = new QLabel(label);
    auto *value = new QLineEdit(masked);
    value->setReadOnly(true);
    value->setCursorPosition(0);
    value->setFont(theme::monospace());
    value->setAccessibleName(label);
    name->setBuddy(value);
    auto *show = new QPushButton(tr("Show"));
    show->setCheckable(true);
    auto *copy = new QPushButton(tr("Copy"));
    copy->setToolTip(tr("Copies it for 30 seconds"));
    for (QPushButton *button : {show, copy})
        button->setAutoDefault(false);
    show->setAccessibleName(tr("Show %1").arg(label));
    copy->setAccessibleName(tr("Copy %1").arg(label));
    connect(show, &QPushButton::toggled, value, [value, show, masked, secret, label](bool on) {
        value->setText(on ? QString::fromUtf8(secret.reveal()) : masked);
        value->setCursorPosition(0);
        show->setText(on ? tr("Hide") : tr("Show"));
        show->setAccessibleName((on ? tr("Hide %1") : tr("Show %1")).arg(label));
    });
    connect(copy, &QPushButton::clicked, this, [this, secret] { m_clipboard.copy(secret); });
    row->setSpacing(theme::kGrid);
    row->addWidget(name);
    row->addWidget(value, 1);
    row->addWidget(show);
    row->addWidget(copy);
    column->addLayout(row);
}

void DeliveryView::updateCountdown()
{
    QStringList parts;
    theme::Tone tone = theme::Tone::Neutral;
    const QDateTime now = m_now();
    const bool over = m_details.expires.isValid() && m_details.expires <= now;
    const bool hasLinks = m_details.hasLinks();
    m_download->setVisible(hasLinks);
    m_download->setEnabled(m_state == JobState::Ready && !over);
    if (!hasLinks && m_state != JobState::Expired && m_state != JobState::UsedUp) {
        parts.append(m_state == JobState::Running || m_state == JobState::Queued
                         ? tr("No files yet")
                         : tr("No files to download"));
    } else if (m_state == JobState::UsedUp) {
        parts.append(m_details.incomplete ? tr("Not every shard has a link, and the job is over")
                                          : tr("Used up: the allowed downloads are over"));
        if (m_details.expires.isValid())
            parts.append(tr("end of the link: %1").arg(formatLocalAndUtc(m_details.expires)));
        tone = theme::Tone::Warning;
    } else if (m_details.expires.isValid() && m_details.expires <= now) {
        parts.append(
            tr("Expired %1, at %2")
                .arg(formatAge(m_details.expires, now), formatLocalAndUtc(m_details.expires)));
        tone = theme::Tone::Warning;
    } else if (m_details.expires.isValid()) {
        const auto left = std::chrono::seconds(now.secsTo(m_details.expires));
        if (m_details.incomplete)
            parts.append(tr("Not every shard has a link"));
        parts.append(tr("The link expires in %1, at %2")
                         .arg(formatDuration(left), formatLocalAndUtc(m_details.expires)));
        tone = left < 10min || m_details.incomplete ? theme::Tone::Warning : theme::Tone::Good;
    } else if (m_details.incomplete) {
        parts.append(tr("Not every shard has a link"));
        tone = theme::Tone::Warning;
    } else {
        parts.append(tr("Atlas names no end of this link"));
    }
    if (m_details.maxDownloads > 0)
        parts.append(tr("downloads allowed: %1").arg(m_details.maxDownloads));
    else if (m_details.maxDownloads == 0)
        parts.append(tr("no limit of downloads"));
    m_expiry->setText(parts.join(QStringLiteral(" · ")));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, theme::toneColor(tone, this->palette()));
    m_expiry->setPalette(palette);
}

void DeliveryView::rearm()
{
    const bool counting = isVisible() && m_details.hasLinks() && m_details.expires > m_now();
    if (counting)
        m_tick.start();
    else
        m_tick.stop();
}

void DeliveryView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateCountdown();
    rearm();
}

void DeliveryView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}
