#include "filterbar.h"

#include "style/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QStringListModel>
#include <QToolButton>

FilterBar::FilterBar(QSettings &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_edit(new QLineEdit), m_button(new QToolButton),
      m_menu(new QMenu(this)), m_save(new QAction(tr("Save this filter…"), this)),
      m_words(new QStringListModel(this)), m_completer(new QCompleter(m_words, this))
{
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setObjectName(QStringLiteral("filter"));
    m_edit->setPlaceholderText(tr("Filter: words, state:failed, kind:flex, age:<2d"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMinimumWidth(34 * fontMetrics().averageCharWidth());
    m_edit->setMaximumWidth(60 * fontMetrics().averageCharWidth());
    m_button->setObjectName(QStringLiteral("savedFilters"));
    m_button->setAccessibleName(tr("Saved filters"));
    m_button->setToolTip(tr("Saved filters"));
    m_button->setText(tr("Saved"));
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setMenu(m_menu);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_save->setObjectName(QStringLiteral("saveFilter"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid / 2);
    row->addStretch(); // of a wide window, what the field does not take
    row->addWidget(m_edit, 1);
    row->addWidget(m_button);

    m_completer->setWidget(m_edit);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::textChanged);
    connect(m_edit, &QLineEdit::textChanged, m_save,
            [this](const QString &text) { m_save->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_edit, &QLineEdit::textEdited, this, &FilterBar::complete);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
            &FilterBar::take);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
    connect(m_save, &QAction::triggered, this, &FilterBar::askName);
    m_save->setEnabled(false);
    fillMenu();
}

void FilterBar::setPage(const QString &page, const QList<FilterKeyName> &keys, const QString &text)
{
    m_page = page;
    m_keys = keys;
    const QSignalBlocker blocker(this);
    m_edit->setText(text);
    fillMenu();
}

QString FilterBar::settingsKey() const
{
    return QStringLiteral("filters/") + m_page;
}

QList<QPair<QString, QString>> FilterBar::saved() const
{
    QList<QPair<QString, QString>> filters;
    const QVariantMap map = m_settings.value(settingsKey()).toMap();
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        filters.append({it.key(), it.value().toString()});
    return filters;
}

void FilterBar::save(const QString &name)
{
    const QString text = m_edit->text().trimmed();
    if (name.trimmed().isEmpty() || text.isEmpty())
        return;
    QVariantMap map = m_settings.value(settingsKey()).toMap();
    map.insert(name.trimmed(), text);
    m_settings.setValue(settingsKey(), map);
    fillMenu();
}

void FilterBar::remove(const QString &name)
{
    QVariantMap map = m_settings.value(settingsKey()).toMap();
    map.remove(name);
    m_settings.setValue(settingsKey(), map);
    fillMenu();
}

void FilterBar::fillMenu()
{
    m_menu->clear();
    const auto submenus = m_menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly);
    for (QMenu *old : submenus)
        old->deleteLater(); // it may be its action that led here
    const auto filters = saved();
    for (const auto &[name, text] : filters) {
        QAction *action = m_menu->addAction(QString(name).replace(u'&', QStringLiteral("&&")));
        action->setToolTip(text);
        connect(action, &QAction::triggered, this, [this, text = text] { m_edit->setText(text); });
    }
    m_menu->setToolTipsVisible(true);
    if (filters.isEmpty())
        m_menu->addAction(tr("No filter is saved yet"))->setEnabled(false);
    m_menu->addSeparator();
    m_menu->addAction(m_save);
    if (filters.isEmpty())
        return;
    QMenu *away = m_menu->addMenu(tr("Remove"));
    for (const auto &entry : filters)
        away->addAction(QString(entry.first).replace(u'&', QStringLiteral("&&")), this,
                        [this, name = entry.first] { remove(name); });
}

void FilterBar::askName()
{
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("saveFilterDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save filter"));
    dialog->setLabelText(tr("Name for “%1”").arg(m_edit->text().trimmed()));
    connect(dialog, &QInputDialog::textValueSelected, this, &FilterBar::save);
    dialog->open();
}

QString FilterBar::word() const
{
    const QString left = m_edit->text().left(m_edit->cursorPosition());
    qsizetype start = left.lastIndexOf(u' ') + 1;
    if (start < left.size() && left[start] == u'-')
        ++start;
    const QString text = left.sliced(start);
    return text.contains(u'"') ? QString() : text;
}

void FilterBar::complete()
{
    const QString typed = word();
    QStringList words;
    const qsizetype colon = typed.indexOf(u':');
    for (const FilterKeyName &key : std::as_const(m_keys)) {
        const QString name = QLatin1String(key.key) + u':';
        if (colon < 0) {
            words.append(name);
        } else if (key.values
                   && name.compare(QStringView(typed).left(colon + 1), Qt::CaseInsensitive) == 0) {
            const QStringList values = key.values();
            for (const QString &value : values) {
                const bool spaced = value.contains(u' ');
                words.append(name + (spaced ? u'"' + value + u'"' : value));
            }
        }
    }
    m_words->setStringList(words);
    m_completer->setCompletionPrefix(typed);
    const bool whole =
        m_completer->completionCount() == 1 && m_completer->currentCompletion() == typed;
    // A lone letter is a word more often than a key.
    if (typed.size() < 2 || m_completer->completionCount() == 0 || whole)
        m_completer->popup()->hide();
    else
        m_completer->complete();
}

void FilterBar::take(const QString &completion)
{
    const QString text = m_edit->text();
    const int end = m_edit->cursorPosition();
    const int start = end - int(word().size());
    const QString added = completion.endsWith(u':') ? completion : completion + u' ';
    m_edit->setText(text.left(start) + added + text.mid(end).trimmed());
    m_edit->setCursorPosition(start + int(added.size()));
}
