#include "profiles/secretfield.h"

#include "style/theme.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

SecretField::SecretField(const QString &name, QWidget *parent)
    : QWidget(parent), m_line(new QLineEdit), m_show(new QToolButton)
{
    // A buddy label names only its siblings.
    m_line->setAccessibleName(name);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                                | Qt::ImhNoAutoUppercase);
    m_show->setText(tr("Show"));
    m_show->setCheckable(true);
    m_show->setAccessibleName(tr("Show: %1").arg(name));
    m_show->setToolTip(tr("Show what was typed"));
    m_show->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_show->setFocusPolicy(Qt::TabFocus);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid);
    row->addWidget(m_line, 1);
    row->addWidget(m_show);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(m_line);

    connect(m_show, &QToolButton::toggled, this, [this](bool shown) {
        m_line->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });
    connect(m_line, &QLineEdit::textEdited, this, &SecretField::edited);
}

Secret SecretField::secret() const
{
    return Secret(m_line->text().trimmed().toUtf8());
}

void SecretField::clear()
{
    m_show->setChecked(false);
    // setText() drops the undo history, clear() adds to it.
    m_line->setText(QString());
}
