#include "style/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <QPainter>
#include <QStyleFactory>
#include <QSvgRenderer>

// A static library's resources are not found before this was called, and not from within a
// namespace.
static void initResources()
{
    Q_INIT_RESOURCE(app);
}

namespace theme {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Theme)
};

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](int x, int y) { return int(x * share + y * (1 - share)); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

QPalette darkPalette()
{
    QPalette p;
    const QColor window(0x24, 0x26, 0x29), base(0x1b, 0x1d, 0x1f), text(0xe8, 0xe8, 0xe8);
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::AlternateBase, mixed(window, base, 0.5));
    p.setColor(QPalette::Button, window.lighter(125));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                      QPalette::ToolTipText, QPalette::BrightText})
        p.setColor(role, text);
    p.setColor(QPalette::ToolTipBase, window.lighter(130));
    p.setColor(QPalette::PlaceholderText, mixed(text, base, 0.6));
    p.setColor(QPalette::Highlight, QColor(0x2f, 0x6f, 0xb5));
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xff));
    const QColor faded = mixed(text, window, 0.45);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faded);
    return p;
}

void addPixmaps(QIcon *icon, QByteArray drawing, const QColor &color, QIcon::Mode mode)
{
    QSvgRenderer renderer(drawing.replace("currentColor", color.name().toLatin1()));
    for (const int size : {16, 24, 32, 48, 64, 96}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon->addPixmap(pixmap, mode);
    }
}

void applyColorScheme(uint scheme)
{
    constexpr uint kPrefersDark = 1;
    if (scheme == kPrefersDark && !isDark(QApplication::palette())) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(darkPalette());
    } else if (scheme != kPrefersDark && QApplication::palette() == darkPalette()) {
        QApplication::setPalette(QPalette());
    }
}

// The portal's own change signal; an object only because D-Bus needs a slot.
class PortalListener : public QObject
{
    Q_OBJECT

public slots:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
    {
        if (group == QLatin1String("org.freedesktop.appearance")
            && key == QLatin1String("color-scheme"))
            applyColorScheme(value.variant().toUInt());
    }
};

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Info:
        return dark ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0a, 0x58, 0xb0);
    case Tone::Good:
        return dark ? QColor(0x5c, 0xd0, 0x96) : QColor(0x14, 0x6c, 0x31);
    case Tone::Warning:
        return dark ? QColor(0xeb, 0xb0, 0x4b) : QColor(0x80, 0x50, 0x00);
    case Tone::Danger:
        return dark ? QColor(0xff, 0x9d, 0x94) : QColor(0xb4, 0x1f, 0x26);
    case Tone::Neutral:
        break;
    }
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.72);
}

QColor toneBackground(Tone tone, const QPalette &palette)
{
    return mixed(toneColor(tone, palette), palette.color(QPalette::Window), 0.14);
}

Tone stateTone(JobState state)
{
    switch (state) {
    case JobState::Queued:
    case JobState::Running:
        return Tone::Info;
    case JobState::Ready:
    case JobState::Done:
        return Tone::Good;
    case JobState::Expired:
    case JobState::UsedUp:
    case JobState::Unknown:
        return Tone::Warning;
    case JobState::Failed:
        return Tone::Danger;
    case JobState::Cancelled:
        break;
    }
    return Tone::Neutral;
}

QIcon icon(const QString &name, const QColor &color)
{
    static QHash<QString, QIcon> cache;
    const QString key = name + color.name();
    const auto known = cache.constFind(key);
    if (known != cache.cend())
        return *known;
    if (cache.isEmpty())
        initResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray drawing = file.readAll();
    QIcon icon;
    addPixmaps(&icon, drawing, color, QIcon::Normal);
    addPixmaps(&icon, drawing, QApplication::palette().color(QPalette::HighlightedText),
               QIcon::Selected);
    cache.insert(key, icon);
    return icon;
}

QIcon icon(const QString &name, const QPalette &palette)
{
    return icon(name, palette.color(QPalette::ButtonText));
}

QString stateIconName(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return QStringLiteral("state-queued");
    case JobState::Running:
        return QStringLiteral("state-running");
    case JobState::Ready:
        return QStringLiteral("state-ready");
    case JobState::Done:
        return QStringLiteral("state-done");
    case JobState::Expired:
        return QStringLiteral("state-expired");
    case JobState::UsedUp:
        return QStringLiteral("state-usedup");
    case JobState::Cancelled:
        return QStringLiteral("state-cancelled");
    case JobState::Failed:
        return QStringLiteral("state-failed");
    case JobState::Unknown:
        break;
    }
    return QStringLiteral("state-unknown");
}

QString environmentName(EnvironmentMark mark)
{
    switch (mark) {
    case EnvironmentMark::Production:
        return Words::tr("Production");
    case EnvironmentMark::Staging:
        return Words::tr("Staging");
    case EnvironmentMark::Development:
        return Words::tr("Development");
    case EnvironmentMark::None:
        break;
    }
    return {};
}

Tone environmentTone(EnvironmentMark mark)
{
    switch (mark) {
    case EnvironmentMark::Production:
        return Tone::Danger;
    case EnvironmentMark::Staging:
        return Tone::Warning;
    case EnvironmentMark::Development:
        return Tone::Good;
    case EnvironmentMark::None:
        break;
    }
    return Tone::Neutral;
}

QFont monospace()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    return font;
}

QFont heading()
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    return font;
}

void followDesktop()
{
    const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto *listener = new PortalListener;
    listener->setParent(qApp);
    // A normalized signature has no blanks.
    // clang-format off
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), listener,
                SLOT(settingChanged(QString,QString,QDBusVariant)));
    // clang-format on
    QDBusMessage read =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    read << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), listener);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, listener, [watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (!reply.isError())
            applyColorScheme(reply.value().variant().value<QDBusVariant>().variant().toUInt());
    });
}

} // namespace theme

#include "theme.moc"
