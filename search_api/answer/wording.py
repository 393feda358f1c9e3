"""The sentences of answers: Vietnamese, or English for a question in English. Names and quotes stay as printed."""

from __future__ import annotations

from collections.abc import Mapping

from search_api.types import Intent, Language

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "lead": ("{units} chủ trì: {task}.", "{units} leads: {task}."),
    "lead_blank": ("Ô chủ trì của nhiệm vụ này để trống: {task}.", "The lead cell of this task is blank: {task}."),
    "coordinate": ("{units} phối hợp: {task}.", "{units} coordinates: {task}."),
    "coordinate_all": (
        "{units} phối hợp với {lead} trong {count} nhiệm vụ: {items}.",
        "{units} coordinate with {lead} in {count} tasks: {items}.",
    ),
    "coordinate_blank": (
        "Ô phối hợp của nhiệm vụ này để trống, kế hoạch không ghi đơn vị nào: {task}.",
        "The coordinating cell of this task is blank, the plan names no unit: {task}.",
    ),
    "deadline": ("{deadline}", "{deadline}"),
    "deadline_blank": (
        "Kế hoạch không ghi thời hạn cho nhiệm vụ này: {task}.",
        "The plan gives no deadline for this task: {task}.",
    ),
    "lead_group": (
        "Ô chủ trì chỉ ghi chung “{units}”, không nêu đơn vị cụ thể: {task}.",
        "The lead cell says only “{units}” and names no one body: {task}.",
    ),
    "coordinate_group": (
        "Ô phối hợp chỉ ghi chung “{units}”, không nêu đơn vị cụ thể: {task}.",
        "The coordinating cell says only “{units}” and names no one body: {task}.",
    ),
    "otherwise": (
        "Chỗ khác của chính văn bản này ghi khác: {what}.",
        "Another place of the same document says otherwise: {what}.",
    ),
    "deadline_elsewhere": (
        "{deadline} (thời hạn theo văn bản khác, kế hoạch này không ghi ngày).",
        "{deadline} (the deadline is that of another document; this plan gives no day).",
    ),
    "product": ("{product}", "{product}"),
    "product_blank": (
        "Kế hoạch không ghi sản phẩm cho nhiệm vụ này: {task}.",
        "The plan names no product for this task: {task}.",
    ),
    "count": ("{count} nhiệm vụ.", "{count} tasks."),
    "list": ("{count} nhiệm vụ: {items}.", "{count} tasks: {items}."),
    "filtered": ("Đã lọc theo: {what}.", "Filtered by: {what}."),
    "plans": ("{count} kế hoạch", "{count} plans"),
    "role_lead": ("chủ trì", "lead"),
    "role_coordinate": ("phối hợp", "coordinate"),
    "compare": ("Mỗi kế hoạch một dòng: {items}", "One line a plan: {items}"),
    "foreign": (
        "Không kế hoạch nào trong kho nói về {what}.",
        "None of the indexed plans speaks of {what}.",
    ),
    "money": ("Các kế hoạch trong kho không ghi số tiền này.", "The indexed plans do not give this amount of money."),
    "contact": (
        "Các kế hoạch trong kho không ghi số điện thoại hay địa chỉ này.",
        "The indexed plans do not give this telephone number or address.",
    ),
    "rank": (
        "Các kế hoạch trong kho không ghi thứ hạng hay điểm số này.",
        "The indexed plans do not give this rank or score.",
    ),
    "person": ("Văn bản không ghi tên người ký hay người giữ chức vụ này.", "The documents do not name this person."),
    "percent": ("Các kế hoạch trong kho không ghi tỷ lệ này.", "The indexed plans do not give this percentage."),
    "number": ("Các kế hoạch trong kho không ghi con số này.", "The indexed plans do not give this figure."),
    "when": ("Các kế hoạch trong kho không ghi thời gian của việc này.", "The indexed plans give no time for this."),
    "hours": ("Các kế hoạch trong kho không ghi giờ giấc này.", "The indexed plans do not give these hours."),
    "winner": (
        "Các kế hoạch trong kho không ghi đơn vị trúng thầu hay cung cấp.",
        "The indexed plans name no contractor or supplier for this.",
    ),
    "penalty": ("Các kế hoạch trong kho không ghi mức xử phạt này.", "The indexed plans give no such penalty."),
    "opinion": (
        "Hệ thống chỉ nhắc lại điều các kế hoạch ghi, không nêu ý kiến.",
        "Only what the plans say is answered; no opinion is given.",
    ),
    "unheld": ("Kho không có kế hoạch của {what}.", "No plan of {what} has been indexed."),
    "not_held": ("Kho không có văn bản {what}.", "The document {what} is not held."),
    "cited_by": ("Văn bản này được dẫn trong: {what}.", "It is cited in: {what}."),
    "other_year": (
        "Kế hoạch được hỏi không nói về {what}.",
        "The plan asked about says nothing of {what}.",
    ),
    "uncovered": (
        "Các kế hoạch trong kho không nói đến “{what}”; dưới đây chỉ là những đoạn gần nhất.",
        "The indexed plans do not speak of “{what}”; what follows are only the nearest passages.",
    ),
    "weak": (
        "Không đoạn nào trả lời đủ chắc; dưới đây chỉ là những đoạn gần nhất.",
        "No passage answers surely enough; what follows are only the nearest ones.",
    ),
    "nothing": ("Kho chưa có kế hoạch nào.", "No plan has been indexed yet."),
    "then": (
        "Ghi dưới tên khi ấy là {then}, nay thuộc {now}{subject} (từ {since}, {basis}): {count} nhiệm vụ: {items}.",
        "Named then {then}, now with {now}{subject} (since {since}, {basis}): {count} tasks: {items}.",
    ),
    "none_now": (
        "Không nhiệm vụ nào ghi dưới tên {what}.",
        "No task is printed under the name {what}.",
    ),
    "none_listed": ("Không có nhiệm vụ nào như vậy trong các kế hoạch.", "There is no such task in the plans."),
    "none_due": (
        "Không nhiệm vụ nào của {what} có hạn {time}.",
        "No task of {what} is due {time}.",
    ),
    "undated": (
        "Ngoài ra có {count} trách nhiệm không ghi thời hạn.",
        "Beside that, {count} duties of it state no time.",
    ),
    "none_dated": ("Không nhiệm vụ nào ghi riêng hạn {time}.", "No task has a deadline of its own {time}."),
    "recurring": (
        "Định kỳ, cũng đến kỳ trong thời gian này: {count} nhiệm vụ: {items}.",
        "Recurring, due within this time too: {count} tasks: {items}.",
    ),
    "recurring_shown": (
        "Định kỳ, đến kỳ trong thời gian này: {count} nhiệm vụ.",
        "Recurring, due within this time: {count} tasks.",
    ),
    "signer": ("{document} do {signer} ký.", "{document} was signed by {signer}."),
    "number_of": ("{document}: {value}.", "{document}: {value}."),
}


def say(name: str, language: Language, **parts: object) -> str:
    """The sentence of that name in the language of the question."""
    vietnamese, english = _SENTENCES[name]
    return (english if language == "en" else vietnamese).format(**parts)


def intent_names() -> tuple[Intent, ...]:
    """Every intent of the contract."""
    return ("lead", "coordinate", "deadline", "product", "unit_tasks", "list", "count", "compare", "clause", "lookup")
