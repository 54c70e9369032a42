#include "wizard/wizardparts.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace {

constexpr int kSmallIcon = 16;

struct Parts {
    Q_DECLARE_TR_FUNCTIONS(WizardParts)
};

QPixmap toned(const QWidget *widget, const QString &iconName, theme::Tone tone, int size)
{
    if (iconName.isEmpty())
        return {};
    const QColor color = theme::toneColor(tone, widget->palette());
    return theme::icon(iconName, color).pixmap(QSize(size, size), widget->devicePixelRatioF());
}

void setTextColor(QLabel *label, const QColor &color)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

bool restyles(const QEvent *event)
{
    return event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange;
}

} // namespace

QLabel *makeText(QWidget *parent, const QString &text)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton *makeButton(QWidget *parent, const QString &text, const char *objectName)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    return button;
}

QLabel *makeBuddy(QWidget *parent, const QString &text, QWidget *field)
{
    auto *label = new QLabel(text, parent);
    label->setBuddy(field);
    return label;
}

QString escapeMnemonic(const QString &text)
{
    return QString(text).replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString clusterFacts(const Cluster &cluster)
{
    QStringList facts {cluster.tier, cluster.version, cluster.stateName};
    facts.removeAll(QString());
    if (cluster.paused)
        facts.append(Parts::tr("paused"));
    return facts.join(QStringLiteral(" · "));
}

FactGrid::FactGrid(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(2 * theme::kGrid);
    m_grid->setVerticalSpacing(theme::kGrid / 2);
    m_grid->setColumnStretch(1, 1);
}

QLabel *FactGrid::addRow(const QString &label, bool identifier)
{
    const int row = m_grid->rowCount();
    auto *name = new QLabel(label, this);
    name->setForegroundRole(QPalette::WindowText);
    QLabel *value = makeText(this);
    if (identifier)
        value->setFont(theme::monospace());
    m_grid->addWidget(name, row, 0, Qt::AlignTop | Qt::AlignLeft);
    m_grid->addWidget(value, row, 1);
    m_names.insert(value, name);
    return value;
}

void FactGrid::setValue(QLabel *value, const QString &text)
{
    value->setText(text);
    value->setVisible(!text.isEmpty());
    m_names.value(value)->setVisible(!text.isEmpty());
}

ToneLine::ToneLine(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_text(makeText(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    hide();
}

void ToneLine::show(const QString &iconName, theme::Tone tone, const QString &text)
{
    m_iconName = iconName;
    m_tone = tone;
    m_text->setText(text);
    restyle();
    setVisible(!text.isEmpty());
}

void ToneLine::clear()
{
    m_text->clear();
    hide();
}

void ToneLine::setTextFont(const QFont &font)
{
    m_text->setFont(font);
}

QString ToneLine::text() const
{
    return m_text->text();
}

void ToneLine::changeEvent(QEvent *event)
{
    if (restyles(event))
        restyle();
    QWidget::changeEvent(event);
}

void ToneLine::restyle()
{
    m_icon->setPixmap(toned(this, m_iconName, m_tone, kSmallIcon));
    m_icon->setVisible(!m_iconName.isEmpty());
    setTextColor(m_text, theme::toneColor(m_tone, palette()));
}
