# 登记台账
help-show-register = 查看一本登记台账：字段、填写要求、更新周期
register-unknown = 没有名为 { $value } 的台账；现有：{ $known }
register-bad-kind = “{ $value }”不是{ $kind ->
    [int] 整数
    [decimal] 数字
    [money] 金额
    [date] 日期，请写成 2020-03-18
    [bool] “是”或“否”
    [division] 区划代码
    [point] 坐标，请写成“经度,纬度”
   *[other] 可用的内容
}
register-bad-word = “{ $value }”不在选项内；可填：{ $known }
register-bad-bounds = “{ $value }”超出范围（{ $min } – { $max }）
register-bad-long = 内容过长，最多 { $most } 字
register-about = 概要
register-subject = 登记对象
label-register-subject-person = 个人
label-register-subject-household = 家庭
label-register-subject-organisation = 机构、组织
label-register-subject-place = 地方
label-register-subject-none = 事项
register-section = 责任科室
register-keepers = 由谁维护
label-register-level-village = 村（社区）
label-register-level-town = 镇（街道）
label-register-level-district = 区
register-update-days = 核实周期（天）
register-plan = 工作计划中的条目
register-fields = 字段
register-checks = 自动核对
register-reminders = 到期提醒
register-statistics = 统计
register-required = 必填
register-required-when = 何时必填：
register-shown-when = 何时填写：
register-sensitive = 敏感信息
label-register-kind-text = 文字
label-register-kind-note = 多行文字
label-register-kind-int = 整数
label-register-kind-decimal = 数字
label-register-kind-money = 金额
label-register-kind-date = 日期
label-register-kind-bool = 是/否
label-register-kind-code = 单选
label-register-kind-codes = 多选
label-register-kind-phone = 电话
label-register-kind-id-number = 身份证号
label-register-kind-certificate = 残疾人证号
label-register-kind-credit-code = 统一社会信用代码
label-register-kind-account = 银行账号
label-register-kind-division = 区划
label-register-kind-point = 坐标
label-register-kind-photo = 照片
show-registers = 登记台账
register-wrong = { $what }
register-needed = 请填写
register-no-person = 请先选定登记对象
register-known = 台账中已有这一条
register-end-day = 退出日期不能早于建账日期，也不能在今天之后
